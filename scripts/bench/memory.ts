import { Agent } from "node:http";
import { charts } from "@/lib/charts/catalogue";
import { ask } from "./load";
import type { Product } from "./product";

/** Asks for so many different pages that everything a process keeps in memory is full. Returns how many. */
export async function askDifferent({ url, client: { sql } }: Pick<Product, "url" | "client">): Promise<number> {
  const some = await sql<{ slug: string }[]>`
    select slug from publications where known_until is null and not retracted order by md5(slug) limit 1000`;
  const [bodies, areas] = [
    ["itu", "icann", "ietf", "unesco", "w3c", "etsi"],
    ["encryption", "cybersecurity", "data-localisation", "ai-governance"],
  ];
  const filtered = bodies.flatMap((body) => areas.map((area) => `body=${body}&area=${area}`));
  const days = Array.from({ length: 1_000 }, (_, n) => new Date(Date.UTC(2023, 0, 1 + n)).toISOString().slice(0, 10));
  const paths = [
    ...filtered.flatMap((words) => [
      `/timeline?${words}`,
      `/api/v1/facets?${words}`,
      ...charts.map(({ id }) => `/impact/charts/${id}?${words}`),
    ]),
    ...some.map(({ slug }) => `/developments/${slug}`),
    ...days.map((day) => `/timeline?from=${day}`),
    ...days.slice(-40).map((day) => `/api/v1/facets?asof=${day}`),
  ];
  const agent = new Agent({ keepAlive: true });
  const left = [...paths];
  const reader = async () => {
    for (let path = left.pop(); path; path = left.pop()) {
      const { status } = await ask(url + path, agent);
      if (status !== 200) throw new Error(`${path} answered ${status}.`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, reader));
  agent.destroy();
  return paths.length;
}
