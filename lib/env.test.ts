import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { BadSettings, parseEnv } from "./env";

describe("settings", () => {
  test("all have a default", () => {
    expect(parseEnv({})).toEqual({
      production: false,
      port: 3000,
      baseUrl: "http://localhost:3000",
      databaseUrl: null,
      databaseReadUrl: null,
      dataDir: resolve(".data"),
      smtpUrl: null,
      mailFrom: "Plenary <plenary@localhost>",
      authSecretSetting: null,
      dkim: null,
      mailWebhookSecret: null,
      github: null,
      google: null,
      oidc: null,
      timeZone: "UTC",
      trustProxy: false,
      keepAnswers: true,
    });
  });

  test("count as absent when empty", () => {
    expect(parseEnv({ PORT: "", DATABASE_URL: " ", TIME_ZONE: "" })).toEqual(parseEnv({}));
  });

  test("follow each other: the address takes the port, the sender takes the host", () => {
    expect(parseEnv({ PORT: "4000" }).baseUrl).toBe("http://localhost:4000");
    const settings = parseEnv({ PORT: "4000", BASE_URL: "https://record.example.org/" });
    expect(settings.baseUrl).toBe("https://record.example.org");
    expect(settings.mailFrom).toBe("Plenary <plenary@record.example.org>");
  });

  test.each([
    ["PORT", "70000"],
    ["PORT", "3e3"],
    ["BASE_URL", "record.example.org"],
    ["BASE_URL", "ftp://record.example.org"],
    ["BASE_URL", "https://record.example.org/path"],
    ["DATABASE_URL", "mysql://localhost/plenary"],
    ["SMTP_URL", "http://mail.example.org"],
    ["MAIL_FROM", "nobody"],
    ["AUTH_SECRET", "short"],
    ["TIME_ZONE", "Europe/Nowhere"],
    ["TRUST_PROXY", "maybe"],
    ["KEEP_ANSWERS", "sometimes"],
  ])("are refused by name: %s=%s", (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(new RegExp(`^${name} must `));
  });

  test("never repeat a password in a message", () => {
    expect(() => parseEnv({ DATABASE_URL: "x://me:hunter2@host/db" })).not.toThrow(/hunter2/);
  });

  test("of one provider belong together", () => {
    expect(() => parseEnv({ GITHUB_ID: "a" })).toThrow(BadSettings);
    expect(() => parseEnv({ OIDC_ISSUER: "https://login.example.org", OIDC_ID: "a" })).toThrow(/^OIDC_SECRET must/);
    expect(parseEnv({ GITHUB_ID: "a", GITHUB_SECRET: "b" }).github).toEqual({ id: "a", secret: "b" });
  });
});
