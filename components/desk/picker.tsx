import { Combobox } from "@base-ui/react/combobox";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";

export type Option = {
  slug: string;
  name: string;
  acronym?: string | null;
  aliases: string[];
  note: string;
  mark?: ReactNode;
};
type Item = Option & { propose?: true };

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const wordsOf = (text: string) =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/**
 * The options in which every typed word begins a word of the name, the acronym or an alias: those whose acronym or
 * name begins as typed come first.
 */
export function findOptions<O extends Pick<Option, "name" | "acronym" | "aliases">>(options: O[], typed: string): O[] {
  const asked = wordsOf(typed);
  const start = plain(typed.trim());
  const rank = ({ name, acronym }: O) => {
    if (acronym && plain(acronym) === start) return 0;
    if (acronym && plain(acronym).startsWith(start)) return 1;
    return plain(name).startsWith(start) ? 2 : 3;
  };
  return options
    .filter((option) => {
      const words = wordsOf([option.name, option.acronym ?? "", ...option.aliases].join(" "));
      return asked.every((part) => words.some((word) => word.startsWith(part)));
    })
    .sort((a, b) => rank(a) - rank(b));
}

const mostShown = 40;

/** Chooses one of many by name, acronym or alias; what is missing can be proposed from here. */
export function Picker(props: {
  id: string;
  options: Option[];
  value: Option | null;
  onPick: (option: Option | null) => void;
  onPropose: (name: string) => void;
  what: string;
  /** Empties itself after each choice: for lists. */
  many?: boolean;
  describedBy?: string;
  invalid?: boolean;
}) {
  const { id, options, value, onPick, onPropose, what, many = false, describedBy, invalid } = props;
  const [typed, setTyped] = useState(value?.name ?? "");
  const [open, setOpen] = useState(false);
  const [isOnItem, setIsOnItem] = useState(false);
  const [shownFor, setShownFor] = useState(value?.slug);
  if (!many && shownFor !== value?.slug) {
    // Chosen elsewhere: a merge, or what somebody proposed.
    setShownFor(value?.slug);
    setTyped(value?.name ?? "");
  }
  const asked = typed.trim() === value?.name ? "" : typed;
  const propose: Item = { slug: "", name: typed.trim(), aliases: [], note: "", propose: true };
  const found: Item[] = [
    ...findOptions(options, asked).slice(0, mostShown),
    ...(asked.trim().length > 1 ? [propose] : []),
  ];
  const pick = (item: Item | null) => {
    if (item?.propose) onPropose(item.name);
    else onPick(item);
    setTyped(many || item?.propose ? "" : (item?.name ?? ""));
  };
  /** What Enter takes before an arrow has gone to any: the arrow down then goes to the first, not past it. */
  const first = asked.trim() && !isOnItem ? found[0] : undefined;
  return (
    <Combobox.Root<Item>
      items={[...options, propose]}
      filteredItems={found}
      value={many ? null : value}
      onValueChange={pick}
      inputValue={typed}
      // A list that closes would empty the field.
      onInputValueChange={(text, { reason }) => reason === "input-change" && setTyped(text)}
      open={open}
      onOpenChange={setOpen}
      onItemHighlighted={(item) => setIsOnItem(item !== undefined)}
      itemToStringLabel={(item) => item.name}
      isItemEqualToValue={(a, b) => a.slug === b.slug}
    >
      <Combobox.Input
        id={id}
        className="input"
        placeholder={many ? `Add ${what === "actor" ? "an actor" : "a body"}` : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        onKeyDown={(event) => {
          const { key, ctrlKey, metaKey, nativeEvent } = event;
          // Once the list is closed it would take the choice away.
          if (key === "Escape" && !open) event.preventBaseUIHandler();
          if (key === "Enter" && (ctrlKey || metaKey) && value && typed !== value.name) {
            // What is only typed is not what would be sent: the field says first what is.
            event.stopPropagation();
            setOpen(false);
            setTyped(value.name);
          }
          if (key !== "Enter" || ctrlKey || metaKey || nativeEvent.isComposing || !asked.trim() || isOnItem) return;
          event.preventDefault();
          event.preventBaseUIHandler();
          setOpen(!open);
          if (open && first) pick(first);
        }}
        onBlur={() => {
          // What was only typed changed nothing: the field says again what is chosen.
          if (value) setTyped(value.name);
        }}
      />
      <Combobox.Portal>
        <Combobox.Positioner className="combo-popup" align="start" sideOffset={4}>
          <Combobox.Popup>
            <Combobox.List className="listbox">
              {(item: Item) => (
                <Combobox.Item key={item.slug || "propose"} value={item}>
                  {item.propose ? (
                    <>
                      <Plus aria-hidden="true" />
                      <span>
                        Propose “{item.name}” as a new {what}
                      </span>
                      {item === first && <kbd>Enter</kbd>}
                    </>
                  ) : (
                    <>
                      <span>{item.mark}</span>
                      <span>
                        {item.name} {item.acronym && <span className="faint">{item.acronym}</span>}
                      </span>
                      <small>
                        {item.note} {item === first && <kbd>Enter</kbd>}
                      </small>
                    </>
                  )}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
