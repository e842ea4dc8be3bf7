import { Combobox } from "@base-ui/react/combobox";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { sayDay } from "@/lib/days";
import type { DevelopmentPage } from "@/lib/developments/views";
import type { FieldErrors } from "@/lib/errors";
import { sayStatus } from "@/lib/labels";
import { read } from "../call";
import { FieldGroup } from "../field";

type Found = { slug: string; title: string; note: string };

const pauseMs = 300;
const shown = 8;

/** Published developments of which this one is a later stage, looked up while typing. */
export function CarriesForwardField(props: {
  value: string[];
  titles: Map<string, string>;
  errors: FieldErrors;
  below: ReactNode;
  onChange: (slugs: string[]) => void;
  onFound: (slug: string, title: string) => void;
}) {
  const { value, titles, errors, below, onChange, onFound } = props;
  const [typed, setTyped] = useState("");
  const found = useFound(typed).filter(({ slug }) => !value.includes(slug));
  return (
    <FieldGroup
      name="carriesForward"
      legend="Carries forward"
      optional
      hint="Earlier stages of the same decision that are on record: the proposal this adopts."
      errors={errors}
      below={below}
    >
      <div className="chips">
        {value.map((slug) => (
          <button
            key={slug}
            className="word"
            type="button"
            onClick={() => onChange(value.filter((other) => other !== slug))}
          >
            {titles.get(slug) ?? slug.replaceAll("-", " ")} <X className="i" aria-hidden="true" />
            <span className="vh">take away</span>
          </button>
        ))}
      </div>
      <label className="vh" htmlFor="f-carries-add">
        Add a development that this carries forward
      </label>
      <Combobox.Root<Found>
        items={found}
        filteredItems={found}
        value={null}
        onValueChange={(item) => {
          if (item) {
            onFound(item.slug, item.title);
            onChange([...value, item.slug]);
          }
          setTyped("");
        }}
        inputValue={typed}
        onInputValueChange={setTyped}
        itemToStringLabel={(item) => item.title}
        isItemEqualToValue={(a, b) => a.slug === b.slug}
        autoHighlight
      >
        <Combobox.Input id="f-carries-add" className="input" placeholder="Search published developments" />
        <Combobox.Portal>
          <Combobox.Positioner className="combo-popup" align="start" sideOffset={4}>
            <Combobox.Popup>
              <Combobox.List className="listbox">
                {(item: Found) => (
                  <Combobox.Item key={item.slug} value={item}>
                    <span />
                    <span>{item.title}</span>
                    <small>{item.note}</small>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </FieldGroup>
  );
}

function useFound(typed: string): Found[] {
  const [found, setFound] = useState<Found[]>([]);
  const asked = typed.trim();
  useEffect(() => {
    if (asked.length < 2) {
      setFound([]);
      return;
    }
    let stale = false;
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ q: asked, sort: "relevance", limit: String(shown) });
      const page = await read<DevelopmentPage>(`/api/v1/developments?${query}`);
      if (stale || !page) return;
      setFound(
        page.data.map(({ slug, title, body, decidedOn, datePrecision, status }) => ({
          slug,
          title,
          note: `${body.shortName}, ${sayDay(decidedOn, datePrecision)}, ${sayStatus(status).toLowerCase()}`,
        })),
      );
    }, pauseMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return found;
}
