import { join } from "node:path";

/** The faces of the site as files: pictures are drawn where no browser is. */
const folder = join(process.cwd(), "node_modules", "@expo-google-fonts");
const fontFiles = [
  "public-sans/400Regular/PublicSans_400Regular.ttf",
  "public-sans/600SemiBold/PublicSans_600SemiBold.ttf",
  "newsreader/500Medium/Newsreader_500Medium.ttf",
  "newsreader/400Regular_Italic/Newsreader_400Regular_Italic.ttf",
].map((file) => join(folder, file));

/** Draws an SVG; `zoom` dots for each of its units. */
export async function toPng(svg: string, zoom: number): Promise<Uint8Array<ArrayBuffer>> {
  const { Resvg } = await import("@resvg/resvg-js");
  const picture = new Resvg(svg, {
    fitTo: { mode: "zoom", value: zoom },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "Public Sans" },
  });
  return new Uint8Array(picture.render().asPng());
}
