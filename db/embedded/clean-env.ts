/** PostgreSQL's own environment: nothing of ours, so that no locale or PG* setting of the shell gets in. */
export const cleanEnv = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
} as unknown as NodeJS.ProcessEnv;
