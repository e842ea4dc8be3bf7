/** Where little was collected a drawing is hatched: few records there say nothing. `id` is the drawing's own. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="hatch" d="M0 0v6" />
      </pattern>
    </defs>
  );
}
