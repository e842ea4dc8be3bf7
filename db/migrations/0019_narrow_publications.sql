-- Lists, counts and searches read many rows and little of each: texts and what is searched stand beside the table, so
-- that a search of a common word reads a quarter of the pages. Rows that are there move when they are next written.
ALTER TABLE "publications" SET (toast_tuple_target = 256);
