/** @type {import("next").NextConfig} */
const config = {
  // The server in front compresses, and keeps what it compressed.
  compress: false,
  poweredByHeader: false,
  images: { unoptimized: true },
  // npm test checks types; a start need not.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@resvg/resvg-js", "postgres", "nodemailer", "drizzle-orm", "next-auth"],
  devIndicators: false,
  // For everybody the title waits in the head: sent after the page it would stand in its body without script.
  htmlLimitedBots: /.*/,
};

export default config;
