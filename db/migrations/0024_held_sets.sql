-- What is read whole and seldom, and of which little can be pressed together.
CREATE TABLE "held_sets" (
	"version" bigint NOT NULL,
	"name" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "held_sets_version_name_pk" PRIMARY KEY("version","name")
);
--> statement-breakpoint
ALTER TABLE "held_sets" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
