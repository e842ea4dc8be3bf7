/** @type {import("next").NextConfig} */
const config = {
  // The server in front compresses, and keeps what it compressed.
  compress: false,
  poweredByHeader: false,
  images: { unoptimized: true },
  // npm test checks types; a start need not.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["postgres", "nodemailer", "drizzle-orm", "next-auth"],
  devIndicators: false,
};

export default config;
