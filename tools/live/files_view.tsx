// Which files the reader can give to the cells, which are there, and the button that chooses them.

import { mnist } from "./data.ts";
import { Say, type Words } from "./words.tsx";

interface FilesProps {
  given: ReadonlySet<string>;
  /** whether the browser keeps files that were given */
  keepsFiles: boolean;
  /** answers to what the reader chose last: those in the bar lie under this */
  messages: Words[];
  onTake: (files: Iterable<File>) => void;
  onDo: (what: "forget") => void;
}

const contents: Words[] = [
  ["60,000 images to train with", "訓練用の画像 60,000 枚"],
  ["their labels", "そのラベル"],
  ["10,000 images to test with", "テスト用の画像 10,000 枚"],
  ["their labels", "そのラベル"],
];

export const Files = ({ given, keepsFiles, messages, onTake, onDo }: FilesProps) => (
  <div
    class="live-menu live-files"
    id="live-files"
    popover
    onToggle={({ newState, currentTarget }) => {
      if (newState === "open") currentTarget.querySelector("input")!.focus();
    }}
  >
    <p>
      <Say
        words={[
          "The files of MNIST, as they are or unpacked (without .gz):",
          "MNIST のファイル。そのままでも、展開したもの (.gz なし) でもかまいません:",
        ]}
      />
    </p>
    <ul>
      {mnist.map((name, i) => (
        <li key={name}>
          {given.has(name) ? "✓" : "○"} <code>{name}</code> <Say words={contents[i]!} />
        </li>
      ))}
    </ul>
    <p>
      <Say
        words={[
          "The two of t10k are enough for cells that train nothing. The book's weights (.pkl) and pictures (PNG, JPEG) " +
          "are taken, too.",
          "学習をしないセルには、t10k の 2 つだけで足ります。書籍の重み (.pkl) や画像 (PNG、JPEG) も使えます。",
        ]}
      />
    </p>
    <input
      type="file"
      multiple
      aria-label="Choose files ファイルを選択"
      onChange={({ currentTarget }) => {
        onTake([...currentTarget.files!]);
        currentTarget.value = ""; // the same file can be chosen again
      }}
    />
    {messages.map((message) => (
      <p key={message[0]} class="live-said">
        <Say words={message} />
      </p>
    ))}
    {keepsFiles && (
      <button
        type="button"
        onClick={() => onDo("forget")}
      >
        <Say words={["Forget these files", "保存したファイルを削除"]} />
      </button>
    )}
  </div>
);
