/** Whole scans of folders, and what follows an edit in the rest of a large project. The scan asked for last wins. */
import type { RefreshOptions } from '../workspace/project-settings'
import type { Folder } from './folder'

/** Wait before a whole scan after a change that only a scan can follow, in milliseconds. */
const RESCAN = 150
/** Wait before the rest of a large project follows an edit, in milliseconds. */
const REST = 120
/** Time between two looks at what a first scan has found so far, in milliseconds. */
const PART = 700

export interface ScansContext {
  /** Calls back after some milliseconds; the answer cancels. */
  after(milliseconds: number, callback: () => void): () => void
  /** Milliseconds from any start. */
  now(): number
  publish(folder: Folder): void
  failed(message: string): void
}

export class Scans {
  private readonly waiting = new Map<Folder, () => void>()
  private readonly resting = new Map<Folder, () => void>()

  constructor(private readonly context: ScansContext) {}

  /** Scans after a short wait; a burst of wishes is one scan, and a scan that runs is not disturbed. */
  soon(folder: Folder): void {
    this.waiting.get(folder)?.()
    const cancel = this.context.after(RESCAN, () => {
      this.waiting.delete(folder)
      if (folder.running) void folder.running.then(() => folder.project.needsRefresh && this.soon(folder))
      else void this.run(folder)
    })
    this.waiting.set(folder, cancel)
  }

  /** Lets the rest of the project follow an edit, after a short wait. */
  restSoon(folder: Folder): void {
    this.resting.get(folder)?.()
    const cancel = this.context.after(REST, () => {
      this.resting.delete(folder)
      const catching = folder.project.catchUp().then((done) => {
        if (folder.catching === catching) folder.catching = null
        if (done) this.context.publish(folder)
        return done
      })
      folder.catching = catching
    })
    this.resting.set(folder, cancel)
  }

  /** A whole scan now; one that runs gives way. Resolves to false when it was cancelled. Never rejects. */
  run(folder: Folder, options: Pick<RefreshOptions, 'progress' | 'cancelled'> = {}): Promise<boolean> {
    const turn = ++folder.turn
    folder.latest = this.inTurn(folder, turn, options)
    return folder.latest
  }

  forget(folder: Folder): void {
    folder.turn++
    for (const timers of [this.waiting, this.resting]) {
      timers.get(folder)?.()
      timers.delete(folder)
    }
  }

  private async inTurn(
    folder: Folder,
    turn: number,
    { progress, cancelled }: Pick<RefreshOptions, 'progress' | 'cancelled'>,
  ): Promise<boolean> {
    while (folder.running) await folder.running
    if (folder.turn !== turn) return folder.latest
    let shownAt = this.context.now()
    const run = folder.project
      .refresh({
        ...(progress ? { progress } : {}),
        cancelled: () => folder.turn !== turn || (cancelled?.() ?? false),
        due: () => folder.wide && this.context.now() - shownAt > PART,
        found: () => {
          this.context.publish(folder)
          shownAt = this.context.now()
        },
      })
      .catch((error: unknown) => {
        this.context.failed(`the scan failed: ${String(error)}`)
        return false
      })
    folder.running = run
    const done = await run
    folder.running = null
    if (folder.turn !== turn) return folder.latest
    this.context.publish(folder)
    if (folder.project.isBehind) this.restSoon(folder)
    return done
  }
}
