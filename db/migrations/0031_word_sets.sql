-- Little of them can be pressed together.
CREATE TABLE "word_blocks" (
	"block" integer PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "word_sets" (
	"block" integer NOT NULL,
	"lexeme" text collate "C" NOT NULL,
	"listed" "bytea",
	"listed_bits" "bytea",
	"past" "bytea",
	CONSTRAINT "word_sets_block_lexeme_pk" PRIMARY KEY("block","lexeme")
);
--> statement-breakpoint
ALTER TABLE "word_sets" ALTER COLUMN "listed" SET STORAGE EXTERNAL, ALTER COLUMN "listed_bits" SET STORAGE EXTERNAL, ALTER COLUMN "past" SET STORAGE EXTERNAL;