import { DrizzleAdapter } from "@auth/drizzle-adapter";
import { and, eq } from "drizzle-orm";
import type { NextAuthOptions } from "next-auth";
import type { Adapter } from "next-auth/adapters";
import EmailProvider from "next-auth/providers/email";
import GitHubProvider, { type GithubEmail, type GithubProfile } from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Database } from "@/db/client";
import { accounts, people, verificationTokens } from "@/db/schema";
import { authSecret, env } from "@/lib/env";
import { secureCookies, sessionSeconds } from "./session";

type Providers = NextAuthOptions["providers"];

/** next-auth's part: it takes mailed links and OAuth answers, and signs the session cookie. */
export function authOptions(db: Database): NextAuthOptions {
  return {
    secret: authSecret(),
    adapter: adapter(db),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    useSecureCookies: secureCookies(),
    pages: { signIn: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in" },
    providers: [...oauthProviders(), mailedLinks()],
    callbacks: {
      /** Only people an admin added; of an outside account only a verified address counts. */
      signIn: async ({ user, account, profile }) => {
        const email = user.email?.toLowerCase();
        if (!email) return false;
        if (account?.type === "oauth" && (profile as { email_verified?: unknown }).email_verified !== true)
          return false;
        return (await findActive(db, email)) !== null;
      },
      jwt: async ({ token, user }) => {
        if (!user?.email) return token;
        const person = await findActive(db, user.email.toLowerCase());
        return person ? { sub: person.id, sessionNumber: person.sessionNumber } : {};
      },
    },
  };
}

async function findActive(db: Database, email: string) {
  const [person] = await db
    .select({ id: people.id, sessionNumber: people.sessionNumber })
    .from(people)
    .where(and(eq(people.email, email), eq(people.active, true)));
  return person ?? null;
}

function adapter(db: Database): Adapter {
  const whole = DrizzleAdapter(db, {
    // The adapter's own table types ask for a text id.
    usersTable: people as never,
    accountsTable: accounts as never,
    verificationTokensTable: verificationTokens,
  }) as Adapter;
  return {
    ...whole,
    // Addresses are stored in lower case; an outside account may write its own differently.
    getUserByEmail: async (email) => (await whole.getUserByEmail?.(email.toLowerCase())) ?? null,
    createUser: async () => {
      throw new Error("People are added by an admin.");
    },
  };
}

/** Links are made and mailed by lib/auth/sign-in.ts; next-auth only takes them. */
const mailedLinks = () =>
  EmailProvider({ sendVerificationRequest: () => Promise.reject(new Error("Use the sign-in page.")) });

/** The buttons on the sign-in page. */
export const outsideProviders = () => oauthProviders().map(({ id, name }) => ({ id, name }));

function oauthProviders(): Providers {
  const { github, google, oidc } = env();
  // An account is joined to the person with its address, which signIn checks to be verified.
  const join = { allowDangerousEmailAccountLinking: true };
  return [
    ...(github ? [verifiedGitHub(github)] : []),
    ...(google ? [GoogleProvider({ clientId: google.id, clientSecret: google.secret, ...join })] : []),
    ...(oidc ? [openIdConnect(oidc, join)] : []),
  ];
}

/** GitHub's profile names an address without saying whether it is verified; its list of addresses does. */
function verifiedGitHub({ id, secret }: { id: string; secret: string }): Providers[number] {
  return GitHubProvider({
    clientId: id,
    clientSecret: secret,
    allowDangerousEmailAccountLinking: true,
    userinfo: {
      url: "https://api.github.com/user",
      request: async ({ client, tokens }) => {
        const profile = await client.userinfo<GithubProfile>(tokens.access_token ?? "");
        const answer = await fetch("https://api.github.com/user/emails", {
          headers: { Authorization: `token ${tokens.access_token}` },
          signal: AbortSignal.timeout(10_000),
        });
        const addresses = answer.ok ? ((await answer.json()) as GithubEmail[]) : [];
        const primary = addresses.find((address) => address.primary && address.verified);
        return {
          ...profile,
          name: profile.name ?? profile.login,
          email: primary?.email,
          email_verified: primary !== undefined,
        };
      },
    },
  });
}

type OidcProfile = { sub: string; name?: string; email?: string };

function openIdConnect(
  oidc: { issuer: string; id: string; secret: string; name: string },
  join: { allowDangerousEmailAccountLinking: boolean },
): OAuthConfig<OidcProfile> {
  return {
    id: "oidc",
    name: oidc.name,
    type: "oauth",
    wellKnown: `${oidc.issuer}/.well-known/openid-configuration`,
    clientId: oidc.id,
    clientSecret: oidc.secret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state"],
    profile: ({ sub, name, email }) => ({ id: sub, name: name ?? "", email: email ?? "" }),
    ...join,
  };
}
