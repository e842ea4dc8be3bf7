import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { env } from "@/lib/env";
import "./styles/index.css";

export const dynamic = "force-dynamic";

export const generateMetadata = (): Metadata => ({
  metadataBase: new URL(env().baseUrl),
  title: { default: "Plenary", template: "%s · Plenary" },
  description:
    "What internet-governance bodies decide after the US withdrawal of 7 January 2026: a public, sourced record.",
  applicationName: "Plenary",
  openGraph: { siteName: "Plenary", type: "website" },
});

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf8f0" },
    { media: "(prefers-color-scheme: dark)", color: "#141917" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The theme is set on this element before React sees it.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/theme.js" />
        <link rel="preload" href="/fonts/newsreader-roman-latin.woff2" as="font" type="font/woff2" crossOrigin="" />
        <link rel="preload" href="/fonts/public-sans-latin.woff2" as="font" type="font/woff2" crossOrigin="" />
      </head>
      <body>{children}</body>
    </html>
  );
}
