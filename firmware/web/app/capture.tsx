/** A capture of what goes over the network, from a press of the button to the next one. */
import { useEffect, useRef, useState } from "preact/hooks";
import { saveAs } from "./download.js";
import { useText } from "./language.js";

/** Octets kept at most. */
const MOST = 32 * 1024 * 1024;

export function CaptureButton() {
  const t = useText();
  const [octets, setOctets] = useState<number | null>(null);
  const [wrong, setWrong] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const start = async () => {
    const control = new AbortController();
    stop.current = control;
    setWrong(false);
    setOctets(0);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    try {
      const response = await fetch("/api/capture", { signal: control.signal });
      if (!response.ok || !response.body) throw new Error(response.statusText);
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        pieces.push(value);
        size += value.length;
        setOctets(size);
        if (size > MOST) control.abort();
      }
    } catch {
      setWrong(!control.signal.aborted);
    }
    setOctets(null);
    if (size > 0) saveAs(new Blob(pieces, { type: "application/vnd.tcpdump.pcap" }), "capture.pcap");
  };
  return (
    <div class="row">
      <button type="button" onClick={() => (octets === null ? void start() : stop.current?.abort())}>
        {octets === null ? t("capture") : t("captureStop", Math.ceil(octets / 1024))}
      </button>
      <p role="status" class="error">
        {wrong ? t("noAnswer") : ""}
      </p>
    </div>
  );
}
