import { NotFound } from "@/lib/errors";
import { problemResponse } from "@/lib/http/route";

const missing = () =>
  problemResponse(new NotFound("This address is none of the API. The ones there are stand at /about."));

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
