/** next-auth's name for the session cookie; browsers keep a __Secure- one only over https. */
export const sessionCookieName = (baseUrl: string) =>
  `${baseUrl.startsWith("https:") ? "__Secure-" : ""}next-auth.session-token`;
