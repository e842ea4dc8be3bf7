import { charts } from "@/lib/charts/catalogue";
import { noWords, publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (_, query) => {
  noWords(query);
  return {
    data: charts.map(({ id, title, question, by, per }) => ({
      id,
      title,
      question,
      by: by.map(({ word }) => word),
      per,
      href: `/impact/charts/${id}`,
      api: `/api/v1/charts/${id}`,
    })),
  };
});
