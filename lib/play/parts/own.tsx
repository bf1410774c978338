// A reader's own function: its controls here, the function where its cell has run, which is asked again for each move:
// in the kernel, or in the worker of a page.

import { useEffect, useRef, useState } from "preact/hooks";
import type { MimeBundle } from "../../display/kernel.ts";
import type { Control } from "../controls.ts";
import { Choice, Slider, Toggle } from "./controls.tsx";
import { Controls } from "./frame.tsx";
import { type Name, Say } from "./words.tsx";

const ended = {
  en: "The kernel that drew this has ended; run the cell again.",
  ja: "これを描いたカーネルは終了しています。セルをもう一度実行してください。",
};

type Values = Record<string, Control["value"]>;

/** What a page is asked for in the event "play-redraw"; without an answer, there is nobody who draws any more. */
export interface RedrawRequest {
  id: string;
  values: Values;
  answer?: Promise<MimeBundle>;
}

type Drawn = { bundle: Record<string, string> } | { problem: Name };

/** What the function draws for these values; `id` if it is in the page. */
async function ask(values: Values, id: string | undefined): Promise<Drawn> {
  if (id !== undefined) {
    const detail: RedrawRequest = { id, values };
    dispatchEvent(new CustomEvent("play-redraw", { detail }));
    if (!detail.answer) return { problem: ended };
    return await detail.answer.then(
      (bundle) => ({ bundle: bundle as Record<string, string> }),
      (error) => ({ problem: String(error) }),
    );
  }
  const body = JSON.stringify(values);
  const answer = await fetch(location.pathname, { method: "POST", body }).catch(() => undefined);
  if (!answer) return { problem: ended };
  return answer.ok ? { bundle: await answer.json() } : { problem: await answer.text() };
}

export function OwnFigure({ controls, id }: { controls: Record<string, Control>; id?: string }) {
  const entries = Object.entries(controls);
  const [values, set] = useState<Values>(
    Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
  );
  const [drawn, setDrawn] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<Name>("");
  const wanted = useRef<Values | undefined>(undefined);
  const isAsking = useRef(false);
  const [isLate, setLate] = useState(false);

  useEffect(() => {
    wanted.current = values;
    if (isAsking.current) return; // it will be asked for when the answer on its way is there
    isAsking.current = true;
    (async () => {
      while (wanted.current) {
        const values = wanted.current;
        wanted.current = undefined;
        const late = setTimeout(() => setLate(true), 300); // ms
        const answer = await ask(values, id);
        clearTimeout(late);
        setLate(false);
        if ("bundle" in answer) setDrawn(answer.bundle);
        setProblem("problem" in answer ? answer.problem : "");
      }
      isAsking.current = false;
    })();
  }, [values]);

  const change = (name: string) => (value: Control["value"]) =>
    set((values) => ({ ...values, [name]: value }));
  const html = drawn["image/svg+xml"] ?? drawn["text/html"];
  const png = drawn["image/png"];
  return (
    <div class="play-frame">
      <Controls>
        {entries.map(([name, control]) => {
          const common = { label: name, onInput: change(name) };
          if (control.kind === "slider") {
            return <Slider key={name} {...control} {...common} value={values[name] as number} />;
          }
          if (control.kind === "toggle") {
            return <Toggle key={name} {...common} value={values[name] as boolean} />;
          }
          return (
            <Choice
              key={name}
              {...common}
              value={values[name] as string}
              options={control.options}
            />
          );
        })}
      </Controls>
      <div class="play-scroll" aria-busy={isLate}>
        {html
          ? <div dangerouslySetInnerHTML={{ __html: html }} />
          : png
          ? <img src={`data:image/png;base64,${png}`} alt={drawn["text/plain"] ?? ""} />
          : <pre>{drawn["text/plain"]}</pre>}
      </div>
      {problem && (
        <p class="play-problem" role="alert">
          <Say name={problem} />
        </p>
      )}
    </div>
  );
}
