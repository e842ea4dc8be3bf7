import { type ParseArgsConfig, parseArgs } from "node:util";
import { Invalid } from "@/lib/errors";

/** Options and words of a command line; throws, in words, where an option is unknown or a word too many. */
export function readArguments<Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
  mostWords: number,
) {
  const { values, positionals } = parse(args, options);
  const [tooMany] = positionals.slice(mostWords);
  if (tooMany !== undefined) throw new Invalid({ arguments: `“${tooMany}” is one word too many.` });
  return { values, words: positionals };
}

function parse<Options extends NonNullable<ParseArgsConfig["options"]>>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // What follows is advice on words that begin with a dash; ours never do.
    throw new Invalid({ arguments: (error as Error).message.replace(/\. .*/s, ".") });
  }
}
