// The line at the foot of the page: what runs, on what, and what the reader can do with all of it.

import { hasTestDigits, mnist } from "./data.ts";
import { Files } from "./files_view.tsx";
import { Say, type Words } from "./words.tsx";

export interface BarProps {
  /** the number of the cell that runs, if one does */
  running: number | undefined;
  waiting: number;
  /** of the session */
  threads: number;
  /** names of the files that were given to the page */
  given: ReadonlySet<string>;
  /** whether the browser keeps files that were given */
  keepsFiles: boolean;
  /** answers to what the reader did last */
  messages: Words[];
  exercises: number;
  solved: number;
  hasChanges: boolean;
  onStop: () => void;
  onTake: (files: Iterable<File>) => void;
  onDo: (what: "notebook" | "page" | "reset" | "run all" | "forget") => void;
}

export const Bar = (props: BarProps) => {
  const { messages, exercises, solved, running, onStop } = props;
  return (
    <>
      <p class="live-now" role="status">
        <Say words={now(props)} />
      </p>
      {running !== undefined && (
        <button type="button" class="live-stop" onClick={onStop}>
          ■ <Say words={["Stop", "停止"]} />
        </button>
      )}
      <p class="live-on">
        <Say words={on(props)} />
      </p>
      {exercises > 0 && (
        <p class="live-solved">
          <Say
            words={[`${solved} of ${exercises} solved`, `${exercises} 問中 ${solved} 問正解`]}
          />
        </p>
      )}
      <Menu {...props} />
      <Files {...props} />
      <div class="live-messages" role="status">
        {messages.map((message) => (
          <p key={message[0]}>
            <Say words={message} />
          </p>
        ))}
      </div>
    </>
  );
};

const Menu = ({ hasChanges, onDo }: BarProps) => (
  <>
    <button type="button" popovertarget="live-menu">
      <Say words={["Your work", "あなたの作業"]} /> ▴
    </button>
    <div class="live-menu" id="live-menu" popover>
      <button type="button" onClick={() => onDo("run all")}>
        <Say words={["Run all cells", "すべてのセルを実行"]} />
      </button>
      <button type="button" onClick={() => onDo("notebook")}>
        <Say words={["Save as a notebook (.ipynb)", "ノートブックとして保存 (.ipynb)"]} />
      </button>
      <button type="button" onClick={() => onDo("page")}>
        <Say words={["Save this page (.html)", "このページを保存 (.html)"]} />
      </button>
      <button type="button" disabled={!hasChanges} onClick={() => onDo("reset")}>
        <Say words={["Reset all", "すべて元に戻す"]} />
      </button>
      <button type="button" popovertarget="live-files">
        <Say words={["Use MNIST or pictures of yours", "MNIST や自分の画像を使う"]} />
      </button>
      <p>
        <Say
          words={[
            "Ctrl+Enter runs a cell, Shift+Enter runs it and goes on, Esc leaves the editor.",
            "Ctrl+Enter で実行、Shift+Enter で実行して次へ、Esc で編集を終了します。",
          ]}
        />
      </p>
    </div>
  </>
);

function now({ running, waiting }: BarProps): Words {
  if (running === undefined) return ["Ready", "実行できます"];
  return waiting === 0
    ? [`Cell ${running} runs`, `セル ${running} を実行中`]
    : [`Cell ${running} runs, ${waiting} wait`, `セル ${running} を実行中、待ち ${waiting}`];
}

function on({ threads, given }: BarProps): Words {
  const [data, japanese] = mnist.every((name) => given.has(name))
    ? ["real MNIST", "本物の MNIST"]
    : hasTestDigits(given)
    ? ["MNIST to test with", "テストは本物の MNIST"]
    : ["synthetic digits", "合成した数字"];
  return threads === 1
    ? [`one thread · ${data}`, `1 スレッド · ${japanese}`]
    : [`${threads} threads · ${data}`, `${threads} スレッド · ${japanese}`];
}
