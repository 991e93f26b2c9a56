/** Open documents, kept in step by incremental changes in whatever encoding the client chose. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver'
import { type Encoding, Lines } from './positions'

export interface OpenDocument {
  readonly uri: string
  readonly languageId: string
  readonly version: number
  readonly text: string
}

export class Documents {
  private readonly open = new Map<string, OpenDocument>()

  /** `encoding` is asked for at each change, because it is known only after the handshake. */
  constructor(private readonly encoding: () => Encoding) {}

  get(uri: string): OpenDocument | undefined {
    return this.open.get(uri)
  }

  all(): Iterable<OpenDocument> {
    return this.open.values()
  }

  opened(document: OpenDocument): OpenDocument {
    this.open.set(document.uri, document)
    return document
  }

  /** Applies the changes in order; each one sees the text that the one before it left. */
  changed(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): OpenDocument | null {
    const before = this.open.get(uri)
    if (!before) return null
    let { text } = before
    for (const change of changes) {
      if (!('range' in change)) {
        text = change.text
        continue
      }
      const lines = new Lines(text, this.encoding())
      const a = lines.offset(change.range.start)
      const b = lines.offset(change.range.end)
      text = text.slice(0, Math.min(a, b)) + change.text + text.slice(Math.max(a, b))
    }
    return this.opened({ ...before, version, text })
  }

  closed(uri: string): void {
    this.open.delete(uri)
  }
}
