import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { Connection } from "@/db/client";
import { writeOnce } from "./write-once";

/** Every setting, typed. Nothing else reads process.env; .env.example describes each one. */

/** A setting that is missing or wrong: the message names it and says what to do. */
export class BadSettings extends Error {}

const setting = z.string().trim();

/** An address with one of these schemes; the message never repeats the value, which may hold a password. */
const address = (schemes: string[], example: string) =>
  setting.refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), {
    error: `must be an address such as ${example}`,
  });

const webAddress = address(["http:", "https:"], "https://plenary.example.org");

const yesOrNo = setting
  .refine((value) => /^(1|0|true|false)$/i.test(value), { error: "must be true or false" })
  .transform((value) => /^(1|true)$/i.test(value));

const shape = z.object({
  PORT: setting
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535, {
      error: "must be a whole number from 1 to 65535",
    })
    .transform(Number)
    .default(3000),
  BASE_URL: webAddress
    .refine((value) => URL.canParse(value) && `${new URL(value).origin}/` === new URL(value).href, {
      error: "must be scheme, host and port only, such as https://plenary.example.org",
    })
    .transform((value) => new URL(value).origin)
    .optional(),
  DATABASE_URL: address(["postgres:", "postgresql:"], "postgres://name:password@host:5432/plenary").optional(),
  DATABASE_READ_URL: address(["postgres:", "postgresql:"], "postgres://name:password@replica:5432/plenary").optional(),
  DATA_DIR: setting.transform((value) => resolve(value)).default(() => resolve(".data")),
  SMTP_URL: address(["smtp:", "smtps:"], "smtps://name:password@mail.example.org").optional(),
  MAIL_FROM: setting
    .refine((value) => !/[\r\n]/.test(value) && /\S@\S/.test(value), {
      error: 'must be one mail address, such as "Plenary <plenary@example.org>"',
    })
    .optional(),
  AUTH_SECRET: setting
    .min(16, { error: "must have at least 16 characters; make one with: openssl rand -base64 32" })
    .optional(),
  GITHUB_ID: setting.optional(),
  GITHUB_SECRET: setting.optional(),
  GOOGLE_ID: setting.optional(),
  GOOGLE_SECRET: setting.optional(),
  OIDC_ISSUER: webAddress.optional(),
  OIDC_ID: setting.optional(),
  OIDC_SECRET: setting.optional(),
  OIDC_NAME: setting.default("single sign-on"),
  TIME_ZONE: setting.refine(isTimeZone, { error: "must be an IANA time zone, such as Europe/Berlin" }).default("UTC"),
  DKIM_DOMAIN: setting.regex(/^[a-z0-9.-]+$/i, { error: "must be a domain, such as example.org" }).optional(),
  DKIM_SELECTOR: setting.regex(/^[a-z0-9._-]+$/i, { error: "must be a name, such as plenary" }).optional(),
  DKIM_KEY: setting.optional(),
  MAIL_WEBHOOK_SECRET: setting.min(16, { error: "must have at least 16 characters" }).optional(),
  TRUST_PROXY: yesOrNo.default(false),
  KEEP_ANSWERS: yesOrNo.default(true),
});

/** Reads settings from a bag of names and values; an empty value counts as absent. */
export function parseEnv(given: Record<string, string | undefined>) {
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim()));
  const result = shape.safeParse(filled);
  if (!result.success) {
    throw new BadSettings(
      result.error.issues
        .map((issue) => `${issue.path.join(".")} ${issue.message}. Change it in the environment or in .env.`)
        .join("\n"),
    );
  }
  const values = result.data;
  const baseUrl = values.BASE_URL ?? `http://localhost:${values.PORT}`;
  const oidc = together({ OIDC_ISSUER: values.OIDC_ISSUER, OIDC_ID: values.OIDC_ID, OIDC_SECRET: values.OIDC_SECRET });
  const github = together({ GITHUB_ID: values.GITHUB_ID, GITHUB_SECRET: values.GITHUB_SECRET });
  const google = together({ GOOGLE_ID: values.GOOGLE_ID, GOOGLE_SECRET: values.GOOGLE_SECRET });
  const dkim = together({
    DKIM_DOMAIN: values.DKIM_DOMAIN,
    DKIM_SELECTOR: values.DKIM_SELECTOR,
    DKIM_KEY: values.DKIM_KEY,
  });
  return {
    production: given.NODE_ENV === "production",
    port: values.PORT,
    baseUrl,
    databaseUrl: values.DATABASE_URL ?? null,
    databaseReadUrl: values.DATABASE_READ_URL ?? null,
    dataDir: values.DATA_DIR,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM ?? `Plenary <plenary@${new URL(baseUrl).hostname}>`,
    dkim: dkim && { domain: dkim.DKIM_DOMAIN, selector: dkim.DKIM_SELECTOR, privateKey: pemOf(dkim.DKIM_KEY) },
    mailWebhookSecret: values.MAIL_WEBHOOK_SECRET ?? null,
    /** As set; what signs sessions is authSecret(). */
    authSecretSetting: values.AUTH_SECRET ?? null,
    github: github && { id: github.GITHUB_ID, secret: github.GITHUB_SECRET },
    google: google && { id: google.GOOGLE_ID, secret: google.GOOGLE_SECRET },
    oidc: oidc && { issuer: oidc.OIDC_ISSUER, id: oidc.OIDC_ID, secret: oidc.OIDC_SECRET, name: values.OIDC_NAME },
    timeZone: values.TIME_ZONE,
    /** Whether the last address in X-Forwarded-For is believed to be the caller's. */
    trustProxy: values.TRUST_PROXY,
    /** Whether public answers are kept. Only to measure how long they take to make. */
    keepAnswers: values.KEEP_ANSWERS,
  };
}

export type Env = ReturnType<typeof parseEnv>;

let parsed: Env | undefined;

/** The settings of this process, read once: from the environment, then from .env (which tests do not read). */
export function env(): Env {
  if (!parsed) {
    if (process.env.NODE_ENV !== "test" && existsSync(".env")) process.loadEnvFile(".env");
    parsed = parseEnv(process.env);
  }
  return parsed;
}

/** What signs sessions and links: AUTH_SECRET, or one made once and kept in DATA_DIR. */
export function authSecret(): string {
  const { authSecretSetting, databaseUrl, production, dataDir } = env();
  if (authSecretSetting) return authSecretSetting;
  if (databaseUrl && production) {
    throw new BadSettings(
      "AUTH_SECRET must be set where DATABASE_URL is, so that every process signs sessions alike. Make one with: openssl rand -base64 32",
    );
  }
  return writeOnce(join(dataDir, "auth-secret"), () => randomBytes(32).toString("base64"));
}

/** Called once by whatever starts the site: checks every setting and sets what next-auth reads by itself. */
export function bootEnv(): Env {
  const settings = env();
  process.env.NEXTAUTH_URL = settings.baseUrl;
  process.env.NEXTAUTH_SECRET = authSecret();
  return settings;
}

/** Where the database is: DATABASE_URL, or the embedded one that this process started or found running. */
export function connectionFromEnv(): Connection {
  const { databaseUrl } = env();
  if (databaseUrl) return databaseUrl;
  const socketFolder = process.env.PLENARY_SOCKET;
  if (!socketFolder) throw new Error("The embedded database has not been started in this process.");
  return embeddedConnection(socketFolder);
}

/** Passes the embedded database's socket folder on to code in this process that was bundled on its own. */
export function rememberEmbedded(socketFolder: string): void {
  process.env.PLENARY_SOCKET = socketFolder;
}

/** Passes on that this process only answers requests: workers hand over mails, by settings that are not known here. */
export function leaveMailsToWorkers(): void {
  process.env.PLENARY_MAILS = "left to workers";
}

/** Whether it is known here that mails stay in the outbox. */
export const keepsMails = () => env().smtpUrl === null && process.env.PLENARY_MAILS === undefined;

export const embeddedConnection = (socketFolder: string) => ({
  host: socketFolder,
  port: 5432,
  database: "plenary",
  username: "plenary",
});

/** A private key as PEM, or the file that holds it; \\n in it stands for a line break. */
function pemOf(value: string): string {
  const pem = value.includes("-----BEGIN") ? value.replaceAll("\\n", "\n") : readKeyFile(value);
  if (!/-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(pem)) {
    throw new BadSettings("DKIM_KEY must be a private key in PEM, or the path of a file that holds one.");
  }
  return pem;
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new BadSettings("DKIM_KEY must be a private key in PEM, or the path of a file that holds one.");
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** All of these settings, or none: half a pair is a mistake. */
function together<Name extends string>(settings: Record<Name, string | undefined>): Record<Name, string> | null {
  const names = Object.keys(settings) as Name[];
  const missing = names.filter((name) => settings[name] === undefined);
  if (missing.length === names.length) return null;
  if (missing.length > 0) {
    const present = names.filter((name) => settings[name] !== undefined);
    throw new BadSettings(`${missing.join(" and ")} must be set where ${present.join(" and ")} is set.`);
  }
  return settings as Record<Name, string>;
}
