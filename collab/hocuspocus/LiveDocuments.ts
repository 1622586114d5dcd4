/** Hocuspocus around the write path: sockets in front, parts behind, the journal beneath. */
import type { Connection, DirectConnection, Document, Extension, Hocuspocus } from '@hocuspocus/server'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CloseReason } from '#collab/protocol/closeReasons.ts'
import { documentName, noteName, parseNoteName } from '#collab/protocol/documentName.ts'
import type { StatelessMessage } from '#collab/protocol/stateless.ts'
import { Attendance, type Attended } from './Attendance.ts'
import { authentication } from './authentication.ts'
import type { Bell } from './Bell.ts'
import { Closed } from './Closed.ts'
import type { CollabSession } from './CollabSession.ts'
import { closeConnection, isOpen, peopleOn, sendTo, sessionOf, tenantOf } from './connections.ts'
import { ContentHashes, type ContentHashesOptions } from './ContentHashes.ts'
import type { CommitListener, DocumentKey, Journal } from './Journal.ts'
import type { LiveMetrics } from './LiveMetrics.ts'
import { loadPart } from './loadPart.ts'
import { LiveNotes } from './LiveNotes.ts'
import { LiveRights, RIGHTS_TIMING, rightsOf, type RightsTiming } from './LiveRights.ts'
import type { SocketLimits } from './LiveSocket.ts'
import { LiveSockets } from './LiveSockets.ts'
import type { JournaledDocument } from './JournaledDocument.ts'
import { newHocuspocus } from './newHocuspocus.ts'
import { Note } from './Note.ts'
import type { NoteJournal } from './NoteJournal.ts'
import { OpenDocuments } from './OpenDocuments.ts'
import { Part, type PartListener } from './Part.ts'
import type { LiveDocumentLog, LiveDocumentPorts } from './ports.ts'
import { presence, renamePresence } from './presence.ts'
import { PresenceRelay } from './PresenceRelay.ts'
import { saying } from './saying.ts'
import { Succession, type Fold, type Successor } from './Succession.ts'
import { Writes, type Outcome } from './Writes.ts'
import { writing } from './writing.ts'

export interface LiveDocumentsOptions {
  createJournal(onCommitted: CommitListener): Journal
  noteJournal: NoteJournal
  ports: LiveDocumentPorts
  log: LiveDocumentLog
  /** Hears of everything that reaches a document, in journal order, once per document and server. */
  onChanges: PartListener
  onNoteChanged(note: Note): void
  /** Hears who has a sheet open on this server, whenever somebody comes or goes. */
  onAttended(attended: Attended): void
  /** Hears of a part that has ended, as soon as this server knows. */
  onSealed(part: Part): void
  /** Null when the generation behind this one is not simply its fold. */
  successorOf(part: Part): Promise<Successor | null>
  /** How often this server asks what others wrote, in milliseconds. */
  pollMs: number
  /** How servers wake each other. */
  bell: Bell
  rightsTiming?: Partial<RightsTiming>
  /** How long people may stay on a generation that has ended, in milliseconds. */
  successionMs: number
  socketLimits?: Partial<SocketLimits>
  hashes: Pick<ContentHashesOptions, 'record' | 'coldHash' | 'handleWrong' | 'quietMs'>
  metrics: LiveMetrics
}

interface HeldDocument {
  part: Part
  release(): Promise<void>
}

export class LiveDocuments {
  readonly parts: OpenDocuments<Part>
  readonly notes: LiveNotes
  readonly #rights: LiveRights
  readonly #attendance: Attendance
  readonly #relay: PresenceRelay
  readonly #options: LiveDocumentsOptions
  readonly #writes: Writes
  readonly #succession: Succession
  readonly #hashes: ContentHashes
  readonly #hocuspocus: Hocuspocus
  readonly #sockets: LiveSockets
  #inFlight = 0
  #isStopping = false

  constructor(options: LiveDocumentsOptions) {
    this.#options = options
    const journal = options.createJournal((rows) => this.parts.handleCommitted(rows))
    this.#succession = new Succession({
      documentOf: (part) => this.#documentOf(part),
      successorOf: (part) => options.successorOf(part),
      log: options.log,
      patienceMs: options.successionMs,
    })
    this.#hashes = new ContentHashes({
      ...options.hashes,
      documentOf: (part) => this.#documentOf(part),
      log: options.log,
      metrics: options.metrics,
    })
    const { pollMs, bell } = options
    const follows = {
      onStanding: (open: JournaledDocument) => this.#tellStanding(open),
      refreshRights: (open: JournaledDocument) => this.#refreshRights(open),
      onPollFailed: (error: unknown) =>
        options.log.warn({ err: error }, 'following other servers failed; it is tried again'),
    }
    this.parts = new OpenDocuments<Part>({
      journal,
      pollMs,
      bell,
      topic: 'heads',
      load: (name, doc, tenantId) =>
        loadPart(journal, { name, tenantId }, doc, (part, changes) => {
          this.#succession.handleChanges(part, changes)
          this.#hashes.wait(part)
          options.onChanges(part, changes)
        }),
      events: {
        ...follows,
        onSealed: (part, generation) => {
          options.onSealed(part)
          return this.#succession.end(part, generation)
        },
      },
    })
    this.notes = new LiveNotes({
      journal: options.noteJournal,
      pollMs,
      bell,
      events: follows,
      onChanged: (note) => options.onNoteChanged(note),
      renew: (note, session) => this.#rights.renew(note, session),
    })
    this.#rights = new LiveRights({
      ports: options.ports,
      documents: () => this.#openDocuments(),
      follow: () => Promise.all([this.parts.follow(), this.notes.open.follow()]),
      onRenamed: (connection) => {
        renamePresence(connection)
        this.#attendance.tell(connection)
      },
      onRecheckFailed: (error) =>
        options.log.warn({ err: error }, 'rights could not be checked; until they are, nobody gets what others write'),
      timing: { ...RIGHTS_TIMING, ...options.rightsTiming },
    })
    this.#writes = new Writes({
      journal,
      catchUp: (part) => this.parts.follow([part]),
      renew: (part, session) => this.#rights.renew(part, session),
      learn: (part, head) => this.parts.learn(part, head),
    })
    this.#attendance = new Attendance(this.parts, options.onAttended)
    this.#relay = new PresenceRelay(options.bell, () => this.#hocuspocus.documents)
    this.#hocuspocus = this.#createHocuspocus()
    this.#sockets = new LiveSockets({
      // its socket interface is a subset of that of `ws`, written down for the browser's type
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type written down there is the browser’s, of which it uses what ws has
      connect: (webSocket, request) => this.#hocuspocus.handleConnection(webSocket as never, request),
      limits: options.socketLimits ?? {},
      metrics: options.metrics,
    })
  }

  /** Starts following other servers and looking after the rights of who is connected. */
  start(): void {
    this.parts.startPolling()
    this.notes.open.startPolling()
    this.#rights.start()
  }

  /** Looks at the sessions of everybody now; for when notifications may have been lost. */
  recheckRights(): Promise<void> {
    return this.#rights.recheck()
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#isStopping) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n\r\n')
      return
    }
    this.#sockets.accept(request, socket, head)
  }

  /** Keeps a document in memory until it is released. Throws Closed. */
  async hold(key: DocumentKey): Promise<HeldDocument> {
    const name = documentName(key.documentId, key.generation)
    const connection = await this.#open(name, key.tenantId)
    const part = this.parts.get(name)
    if (part === undefined || part.isClosed || part.key.tenantId !== key.tenantId) {
      await connection.disconnect()
      throw new Closed(part === undefined ? 'load-failed' : 'not-found')
    }
    return { part, release: () => connection.disconnect() }
  }

  /** A write of a program; `build` makes it from the document as it is. */
  async write(part: Part, session: CollabSession, build: (part: Part) => Uint8Array | null): Promise<Outcome> {
    if (this.#isStopping) {
      throw new Closed('stopping')
    }
    this.#inFlight++
    try {
      return await this.#writes.submitBuilt(part, session, build)
    } finally {
      this.#inFlight--
    }
  }

  /** Closes what a sign-in has open. */
  cutSession(sessionId: string, reason: CloseReason): void {
    for (const document of this.#hocuspocus.documents.values()) {
      for (const { connection, session } of peopleOn(document)) {
        if (session.sessionId === sessionId) {
          closeConnection(connection, reason)
        }
      }
    }
  }

  /** A part is about to go on as this fold. Answers how many people on this server may begin to make it. */
  announceFold(part: Part, fold: Fold): number {
    return this.#succession.announce(part, fold)
  }

  /** Tells people on a part, on this server, wherever they have it open. */
  tellUsers(part: Part, userIds: ReadonlySet<string>, message: StatelessMessage): void {
    const document = this.#documentOf(part)
    for (const { connection, session } of document === undefined ? [] : peopleOn(document)) {
      if (userIds.has(session.userId)) {
        sendTo(connection, message)
      }
    }
  }

  /** No new work; what is in flight becomes durable and is acknowledged, then everybody is told and cut. */
  async stop(drainMs: number): Promise<void> {
    this.#isStopping = true
    this.parts.stopPolling()
    this.notes.open.stopPolling()
    this.#rights.stop()
    this.#hashes.stop()
    this.#sockets.pause()
    const deadline = Date.now() + drainMs
    while (this.#inFlight > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    for (const document of this.#hocuspocus.documents.values()) {
      document.flush()
      for (const connection of document.getConnections()) {
        closeConnection(connection, 'stopping')
      }
    }
    this.#sockets.close('stopping')
  }

  /** Ends sockets whose other side does not answer, and lets go of every document. */
  destroy(): void {
    this.#sockets.terminate()
    for (const document of this.#hocuspocus.documents.values()) {
      document.destroy()
    }
    this.#hocuspocus.documents.clear()
  }

  /** What is open on this server. */
  count(): { documents: number; connections: number; sockets: number } {
    const documents = [...this.#hocuspocus.documents.values()]
    const connections = documents.reduce((sum, document) => sum + document.getConnections().length, 0)
    return { documents: documents.length, connections, sockets: this.#sockets.size }
  }

  async #open(name: string, tenantId: string): Promise<DirectConnection> {
    if (this.#isStopping) {
      throw new Closed('stopping')
    }
    await this.#hocuspocus.unloadingDocuments.get(name)
    return this.#hocuspocus.openDirectConnection(name, { tenantId })
  }

  #createHocuspocus(): Hocuspocus {
    const { ports, log, metrics } = this.#options
    const extensions: Extension[] = [
      authentication(ports, this.notes.hasRow, log, (request, name, reason) => {
        metrics.refused(reason, 1)
        this.#sockets.of(request)?.handleDocumentRefused(name)
      }),
      saying((connection, message) =>
        this.#withPart(connection, (part) => this.#hashes.handleMismatch(part, connection, message)),
      ),
      writing({ parts: this.parts, notes: this.notes }, this.#writes, ports, { log, metrics }),
      presence({ parts: this.parts, notes: this.notes.open }, this.#relay),
      this.#attendance.extension,
      {
        extensionName: 'life-cycle',
        onLoadDocument: async ({ document, documentName: name, context }) => {
          await this.#load(name, document, tenantOf(context))
          this.#relay.watch(name, document)
        },
        connected: async ({ connection, request }) => this.#handleConnected(connection, request),
        beforeHandleMessage: async ({ connection }) => {
          this.#inFlight++
          this.#watch(connection)
        },
        afterHandleMessage: async ({ connection, update }) => {
          this.#inFlight--
          this.#sockets.of(connection.request)?.handleDone(connection.messageAddress, update.length)
        },
      },
    ]
    return newHocuspocus(extensions, { metrics, log })
  }

  #handleConnected(connection: Connection, request: Request): void {
    this.#watch(connection)
    const live = this.#sockets.of(request)
    const closed = (): void => live?.handleDocumentClosed(connection.messageAddress)
    if (live !== undefined) {
      this.#sockets.handleOpened(live)
    }
    connection.onClose(closed)
    if (!isOpen(connection)) {
      closed() // refused while it was being opened
    }
    const session = sessionOf(connection)
    const { name } = connection.document
    const open = this.#openOf(name)
    if (session !== null && open !== undefined) {
      sendTo(connection, rightsOf(session, open))
      if (open instanceof Part) {
        this.#succession.tell(connection, open)
        this.#hashes.wait(open)
      }
      // rights that changed while the document was being loaded; the poll comes to it when this fails
      this.#refreshRights(open).catch((error: unknown) =>
        this.#options.log.warn({ err: error, documentName: name }, 'rights could not be read; it is tried again'),
      )
    }
  }

  #openOf(name: string): JournaledDocument | undefined {
    return this.parts.get(name) ?? this.notes.open.get(name)
  }

  /** Before anything of the document is sent: a connection is handed to us only with its first message. */
  #watch(connection: Connection): void {
    const open = this.#openOf(connection.document.name)
    if (open !== undefined) {
      this.#rights.watch(open, connection)
    }
  }

  #withPart(connection: Connection, work: (part: Part) => void): void {
    const part = this.parts.get(connection.document.name)
    if (part !== undefined) {
      work(part)
    }
  }

  *#openDocuments(): Generator<{ part: JournaledDocument; document: Document }> {
    for (const part of [...this.parts.all(), ...this.notes.open.all()]) {
      const document = this.#documentOf(part)
      if (document !== undefined) {
        yield { part, document }
      }
    }
  }

  async #load(name: string, document: Part['doc'], tenantId: string): Promise<void> {
    try {
      const kind = parseNoteName(name) === null ? this.parts : this.notes.open
      await kind.load(name, document, tenantId)
    } catch (error) {
      if (error instanceof Closed) {
        throw error
      }
      this.#options.log.error({ err: error, documentName: name }, 'a live document could not be loaded whole')
      throw new Closed('load-failed')
    }
  }

  async #refreshRights(open: JournaledDocument): Promise<void> {
    const document = this.#documentOf(open)
    if (document !== undefined) {
      await this.#rights.refresh(open, document)
    }
  }

  #documentOf(open: JournaledDocument): Document | undefined {
    const name = open instanceof Note ? noteName(open) : documentName(open.key.documentId, open.key.generation)
    return this.#hocuspocus.documents.get(name)
  }

  #tellStanding(part: JournaledDocument): void {
    const document = this.#documentOf(part)
    if (document === undefined) {
      return
    }
    for (const { connection, session } of peopleOn(document)) {
      sendTo(connection, rightsOf(session, part))
    }
  }
}
