import { EventQueue } from "./client-events.ts";

/** One replica, as fast as the model takes it to be. Lists are by requests running: the first entry is for one. */
export interface ReplicaSpeed {
  /** A step without any prompt in it. As many requests run at once as there are entries. */
  readonly decodeSeconds: readonly number[];
  /** What one prompt adds to the step that computes it. */
  readonly promptSeconds: readonly number[];
  /** Steps from admission to the first chunk, the one that computes the prompt included. */
  readonly firstChunkSteps: readonly number[];
  readonly tokensPerStep: number;
  /** Prompts that one step computes at most. */
  readonly promptsPerStep: number;
  /** From sending a request until the engine sees it. */
  readonly handlingSeconds: number;
}

/** A request as the client sends it; times are of the simulation's clock. */
interface SentRequest {
  readonly outputTokens: number;
  readonly sentSeconds: number;
}

export interface CompletedRequest extends SentRequest {
  readonly firstChunkSeconds: number;
  readonly endSeconds: number;
}

/** Steps from a request's first chunk to its last: whole ones, since what the last drafts beyond the end is dropped. */
export function stepsAfterFirstChunk(outputTokens: number, tokensPerStep: number): number {
  return Math.ceil((outputTokens - 1) / tokensPerStep);
}

interface Running {
  readonly request: SentRequest;
  /** The replica's steps at which it may have its first chunk, if its prompt is done by then. */
  readonly firstChunkStep: number;
  /** Null until it has it. */
  readonly firstChunkSeconds: number | null;
}

/** Steps are counted with fractions; what lies closer together than this is one moment. */
const SAME_STEP = 1e-9;

/**
 * One replica of an engine, from one moment at which something changes to the next: a request comes to the engine, a
 * step has computed its prompts, a request gets its first chunk or its last. In between all that run progress alike.
 * Requests are admitted, and their prompts computed, in the order in which they were sent.
 */
export class Replica {
  readonly #speed: ReplicaSpeed;
  #now: number;
  #stepsDone = 0;
  #running = 0;
  #waiting: SentRequest[] = [];
  #nextWaiting = 0;
  /** Admitted, with their prompts still to be computed: those of the step that is under way, and the others. */
  #inStep: readonly Running[] = [];
  #promptStepEnd = 0;
  readonly #toCompute: Running[] = [];
  /** By the replica's steps at which requests get their first or their last chunk. */
  readonly #chunks = new EventQueue<Running>();

  constructor(speed: ReplicaSpeed, now: number) {
    this.#speed = speed;
    this.#now = now;
  }

  send(request: SentRequest): void {
    this.#waiting.push(request);
  }

  /** When something changes next; infinite when nothing is in flight. */
  nextChange(): number {
    return Math.min(this.#nextInEngine(), this.#nextAdmission());
  }

  /** Goes to the next change, at `now`, and makes it. Returns the requests that end there. */
  advance(now: number): readonly CompletedRequest[] {
    if (this.#running > 0) this.#stepsDone += (now - this.#now) / this.#stepSeconds();
    this.#now = now;
    if (this.#inStep.length > 0 && this.#promptStepEnd <= this.#stepsDone + SAME_STEP) this.#endPromptStep();
    const ended = this.#passChunks();
    while (this.#nextAdmission() <= now) this.#admit();
    if (this.#inStep.length === 0 && this.#toCompute.length > 0) {
      this.#inStep = this.#toCompute.splice(0, this.#speed.promptsPerStep);
      this.#promptStepEnd = this.#stepsDone + 1;
    }
    return ended;
  }

  #nextInEngine(): number {
    if (this.#running === 0) return Number.POSITIVE_INFINITY;
    const promptStepEnd = this.#inStep.length > 0 ? this.#promptStepEnd : Number.POSITIVE_INFINITY;
    const steps = Math.max(0, Math.min(this.#chunks.nextDue(), promptStepEnd) - this.#stepsDone);
    return this.#now + steps * this.#stepSeconds();
  }

  #nextAdmission(): number {
    const next = this.#waiting[this.#nextWaiting];
    if (next === undefined || this.#running >= this.#speed.decodeSeconds.length) return Number.POSITIVE_INFINITY;
    return Math.max(this.#now, next.sentSeconds + this.#speed.handlingSeconds);
  }

  #stepSeconds(): number {
    const { decodeSeconds, promptSeconds } = this.#speed;
    return decodeSeconds[this.#running - 1]! + this.#inStep.length * promptSeconds[this.#running - 1]!;
  }

  #endPromptStep(): void {
    for (const running of this.#inStep) this.#chunks.push(Math.max(this.#stepsDone, running.firstChunkStep), running);
    this.#inStep = [];
  }

  #passChunks(): readonly CompletedRequest[] {
    const ended: CompletedRequest[] = [];
    while (this.#chunks.nextDue() <= this.#stepsDone + SAME_STEP) {
      const { request, firstChunkStep, firstChunkSeconds } = this.#chunks.pop()!;
      if (firstChunkSeconds === null) {
        const left = stepsAfterFirstChunk(request.outputTokens, this.#speed.tokensPerStep);
        this.#chunks.push(this.#stepsDone + left, { request, firstChunkStep, firstChunkSeconds: this.#now });
      } else {
        this.#running -= 1;
        const { outputTokens, sentSeconds } = request;
        ended.push({ outputTokens, sentSeconds, firstChunkSeconds, endSeconds: this.#now });
      }
    }
    return ended;
  }

  #admit(): void {
    const request = this.#waiting[this.#nextWaiting]!;
    this.#nextWaiting += 1;
    if (this.#nextWaiting === this.#waiting.length) {
      this.#waiting = [];
      this.#nextWaiting = 0;
    }
    this.#running += 1;
    const firstChunkStep = this.#stepsDone + this.#speed.firstChunkSteps[this.#running - 1]!;
    this.#toCompute.push({ request, firstChunkStep, firstChunkSeconds: null });
  }
}
