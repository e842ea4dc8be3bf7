/** What a scorer is told instead of directions. */
export const blindWords =
  "Scoring is blind: directions of this list would tell what others said of impacts you have yet to score. They show once your scores are in, and to whoever is not signed in.";
