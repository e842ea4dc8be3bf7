/** A mail as the rest of the product makes one: the same content as text and, where wanted, as HTML. */
export type Message = { to: string; subject: string; text: string; html?: string; headers?: Record<string, string> };
