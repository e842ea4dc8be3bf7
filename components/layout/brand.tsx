/** A half-circle of seats, one of them open. */
const seats = [
  [2.5, 18.5],
  [3.9, 12.2],
  [8, 7.2],
  [13.8, 4.4],
  [20.2, 4.4],
  [30.1, 12.2],
  [31.5, 18.5],
  [9.5, 18.5],
  [13.3, 12],
  [20.8, 12],
  [24.5, 18.5],
] as const;

export function Brand() {
  return (
    <a className="brand" href="/">
      <svg viewBox="0 0 34 21" aria-hidden="true">
        <g fill="currentColor">
          {seats.map(([x, y]) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r="2.2" />
          ))}
          <circle cx="26" cy="7.2" r="1.7" fill="none" stroke="currentColor" strokeWidth="1.1" />
        </g>
      </svg>
      Plenary
    </a>
  );
}
