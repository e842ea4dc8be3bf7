import { charts } from "@/lib/charts/catalogue";

/** Every chart there is, and what it answers. */
export const ChartList = () => (
  <ul className="plain-list chart-list">
    {charts.map(({ id, title, question }) => (
      <li key={id}>
        <a href={`/impact/charts/${id}`}>{title}</a>
        <p className="small soft">{question}</p>
      </li>
    ))}
  </ul>
);
