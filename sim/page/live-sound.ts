/** One telephone of the desk at this ear and this mouth: its live sound, the loudspeaker, the microphone. */

/** What is told of it: `taken` when the desk does not let us in, as when somebody else speaks there. */
export type LiveState = "opening" | "listening" | "talking" | "taken" | "lost" | "impossible";

/** Octets that may wait for the desk: what comes then is not said. */
const MOST_WAITING = 8 * 320;

export class LiveSound {
  /** The microphone is not heard. */
  muted = false;
  readonly #tell: (state: LiveState) => void;
  readonly #context = new AudioContext({ latencyHint: "interactive" });
  readonly #socket: WebSocket;
  #node: AudioWorkletNode | null = null;
  #microphone: MediaStream | null = null;
  #over = false;

  /** To be made while somebody presses a button: otherwise the browser stays silent. */
  constructor(line: number, tell: (state: LiveState) => void) {
    this.#tell = tell;
    this.#socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/lines/${line}/audio`);
    this.#socket.binaryType = "arraybuffer";
    tell("opening");
    let open = false;
    const opened = new Promise<void>((resolve) => {
      this.#socket.onopen = () => {
        open = true;
        resolve();
      };
    });
    this.#socket.onclose = () => this.#end(open ? "lost" : "taken");
    this.#socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#node?.port.postMessage(data, [data]);
    this.#begin(opened).catch(() => this.#end("impossible"));
  }

  stop(): void {
    this.#over = true;
    this.#node?.disconnect();
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#socket.close();
    if (this.#context.state !== "closed") void this.#context.close();
  }

  async #begin(opened: Promise<void>): Promise<void> {
    await this.#context.audioWorklet.addModule("/live.js");
    await opened;
    if (this.#over) return;
    const node = new AudioWorkletNode(this.#context, "telephone", { outputChannelCount: [1] });
    this.#node = node;
    node.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#say(data);
    node.connect(this.#context.destination);
    this.#tell("listening");
    const microphone = await askForMicrophone();
    if (microphone === null) return;
    this.#microphone = microphone;
    if (this.#over) return this.stop();
    this.#context.createMediaStreamSource(microphone).connect(node);
    this.#tell("talking");
  }

  #say(frame: ArrayBuffer): void {
    const socket = this.#socket;
    if (!this.muted && socket.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_WAITING) socket.send(frame);
  }

  #end(state: LiveState): void {
    if (this.#over) return;
    this.stop();
    this.#tell(state);
  }
}

/** Null where there is none, or none for us. */
async function askForMicrophone(): Promise<MediaStream | null> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } });
  } catch {
    return null;
  }
}
