import { expect, type Locator, type Page } from '@playwright/test'

/** The sheet as a person meets it. Cells are AG Grid's own: `row-id` and `col-id` (the field's key). */
export class SheetPage {
  readonly page: Page
  readonly grid: Locator
  readonly saveStatus: Locator
  /** The sentence about the last gesture. */
  readonly message: Locator
  /** Says that this device does not keep what is typed. */
  readonly notKept: Locator
  /** The drawer with the values that the server did not take. */
  readonly notSaved: Locator
  /** Asks how a paste is written, or shows what it would do. */
  readonly pasteDialog: Locator
  /** Says which view is on screen, and opens the menu of views. */
  readonly views: Locator

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByTestId('sheet')
    this.saveStatus = page.getByTestId('save-status')
    this.message = page.getByTestId('sheet-message')
    this.notKept = page.getByTestId('not-kept')
    this.notSaved = page.getByTestId('not-saved')
    this.views = page.getByTestId('saved-views')
    this.pasteDialog = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: /^Paste/ }) })
  }

  async open(tableId: string, cycleId: string): Promise<void> {
    await this.page.goto(`/sheets/${tableId}/${cycleId}`)
    await this.ready()
  }

  async ready(): Promise<void> {
    await expect(this.grid.locator('.ag-row[row-id]').first()).toBeVisible()
    // the grid draws what is in the cells a frame later than the rows
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  }

  cell(rowId: string, field: string): Locator {
    return this.grid.locator(`.ag-row[row-id="${rowId}"] [col-id="${field}"]`)
  }

  header(field: string): Locator {
    return this.grid.locator(`.ag-header-cell[col-id="${field}"]`)
  }

  /** The keyboard's way: Alt+Down in the header. */
  async openColumnMenu(field: string): Promise<void> {
    await this.header(field).focus()
    await this.page.keyboard.press('Alt+ArrowDown')
    await expect(this.page.getByRole('menu').first()).toBeVisible() // a pointer that rests there opens one beside it
  }

  async chooseInColumnMenu(field: string, item: string): Promise<void> {
    await this.openColumnMenu(field)
    await this.page.getByRole('menuitem', { name: item }).click()
    await expect(this.page.getByRole('menu')).toBeHidden()
  }

  /** The cell of a column in the row of totals. */
  total(field: string): Locator {
    return this.grid.locator(`.ag-row-pinned [col-id="${field}"]`)
  }

  async chooseView(item: string): Promise<void> {
    await this.views.click()
    await this.page.getByRole('menuitem', { name: item }).click()
    await expect(this.page.getByRole('menu')).toBeHidden()
  }

  /** What the first rows show in a column, from the top. */
  async column(field: string, rows: number): Promise<string[]> {
    const texts: string[] = []
    for (let i = 0; i < rows; i++) {
      const cell = this.grid.locator(`.ag-row[row-index="${i}"][row-id] [col-id="${field}"]`)
      texts.push((await cell.first().textContent()) ?? '')
    }
    return texts
  }

  /** Scrolls sideways until the column is there: columns out of sight are not drawn. */
  async show(field: string): Promise<void> {
    await expect(async () => {
      await this.grid.locator('.ag-row[row-index="0"] .ag-cell').last().click()
      await this.page.keyboard.press('Control+ArrowRight')
      await expect(this.header(field)).toBeVisible({ timeout: 1000 })
    }).toPass()
  }

  /** One of the options of a cell. */
  async choose(rowId: string, field: string, option: string): Promise<void> {
    await this.cell(rowId, field).dblclick()
    await this.page.getByRole('option', { name: option }).click()
  }

  /** The row shown at this position (0 is the first). */
  async rowId(index: number): Promise<string> {
    const id = await this.grid.locator(`.ag-row[row-index="${index}"][row-id]`).first().getAttribute('row-id')
    if (id === null) {
      throw new Error(`no row at ${index}`)
    }
    return id
  }

  /** Rows of one's own among the first ones, with these codes; `deleteRows` takes them away again. */
  async ownRows(codes: readonly string[]): Promise<string[]> {
    const above = await this.rowId(3)
    await this.cell(await this.rowId(4), 'code').click()
    for (let i = 1; i < codes.length; i++) {
      await this.page.keyboard.press('Shift+ArrowDown')
    }
    await this.page.keyboard.press('Control+Shift++')
    await expect(this.cell(above, 'code')).toBeVisible()
    await expect(this.grid.locator('.ag-cell-focus')).toHaveText('')
    await this.paste({ text: codes.join('\r\n') })
    const rows = await Promise.all(codes.map((_, i) => this.rowId(4 + i)))
    await expect(this.cell(rows[0] ?? '', 'code')).toHaveText(codes[0] ?? '')
    return rows
  }

  async deleteRows(rows: readonly string[]): Promise<void> {
    await this.cell(rows[0] ?? '', 'code').click()
    await this.cell(rows.at(-1) ?? '', 'code').click({ modifiers: ['Shift'] })
    await this.page.keyboard.press('Control+-')
    await expect(this.cell(rows[0] ?? '', 'code')).toHaveCount(0)
    await this.saved()
  }

  private async rowIndexOfFocus(): Promise<number> {
    const row = this.grid.locator('.ag-row:has(.ag-cell-focus)')
    return Number(await row.first().getAttribute('row-index'))
  }

  /** The active cell, as its row and column: `3 quantity`. The row counts from the one with this id. */
  async active(from: string): Promise<string> {
    const origin = Number(await this.grid.locator(`.ag-row[row-id="${from}"]`).first().getAttribute('row-index'))
    const column = await this.page.evaluate(() => document.activeElement?.getAttribute('col-id') ?? 'nothing')
    return `${(await this.rowIndexOfFocus()) - origin} ${column}`
  }

  /** What is selected, as screen readers are told, of the cells that are drawn: first and last row, and the columns. */
  async selected(from: string): Promise<string> {
    return this.grid.evaluate((grid, id) => {
      const index = (row: Element | null | undefined): number => Number(row?.getAttribute('row-index'))
      const origin = index(grid.querySelector(`.ag-row[row-id="${id}"]`))
      const cells = [...grid.querySelectorAll('[aria-selected="true"][col-id]')]
      const rows = cells.map((cell) => index(cell.closest('.ag-row')) - origin)
      const columns = [...new Set(cells.map((cell) => cell.getAttribute('col-id') ?? ''))]
      const isBlock = cells.length === columns.length * new Set(rows).size
      return `${Math.min(...rows)}-${Math.max(...rows)} ${columns.join(' ')}${isBlock ? '' : ` (${cells.length})`}`
    }, from)
  }

  async type(rowId: string, field: string, text: string): Promise<void> {
    await this.cell(rowId, field).click()
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
  }

  /** A real paste event with the flavours that a spreadsheet puts on the clipboard. */
  async paste(flavours: { text: string; html?: string }): Promise<void> {
    await this.page.evaluate(({ text, html }) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      if (html !== undefined) {
        clipboardData.setData('text/html', html)
      }
      const target = document.activeElement ?? document.body
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, flavours)
  }

  /** Says how the numbers or the dates of a paste are written. */
  async answer(form: RegExp): Promise<void> {
    await this.pasteDialog.getByRole('radio', { name: form }).check()
  }

  /** Agrees to what the dialog of a paste shows. */
  async agreeToPaste(): Promise<void> {
    await this.pasteDialog.getByRole('button', { name: /^Paste/ }).click()
  }

  /** A new row at the end, with its first cell active. */
  async addRowAndSelectIt(): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a row' }).click()
    await expect(this.grid.locator('.ag-cell-focus')).toBeVisible()
    await expect(this.grid.locator('.ag-cell-focus')).toBeFocused()
  }

  async scrollToEnd(): Promise<void> {
    await this.grid.locator('.ag-row[row-index="0"] [col-id="quantity"]').first().click()
    await this.page.keyboard.press('Control+End')
  }

  /** The box over the cells of somebody else. */
  peerBox(firstName: string): Locator {
    return this.grid.locator(`.ov-peer[data-label="${firstName}"]`)
  }

  /** 1 = the name at a box is there, 0 = it has faded, null = there is no such box. */
  async nameOpacity(box: Locator): Promise<number | null> {
    const opacity = await box.evaluateAll(([one]) => one && getComputedStyle(one, '::before').opacity)
    return opacity === undefined ? null : Number(opacity)
  }

  async overlaps(one: Locator, other: Locator): Promise<boolean> {
    const [a, b] = [await one.boundingBox(), await other.boundingBox()]
    const isApart = (x: number, width: number, y: number, length: number): boolean => x + width <= y || y + length <= x
    return a !== null && b !== null && !isApart(a.x, a.width, b.x, b.width) && !isApart(a.y, a.height, b.y, b.height)
  }

  async openNotSaved(): Promise<void> {
    await expect(this.saveStatus).toHaveText('Not saved: action needed')
    await this.saveStatus.click()
    await expect(this.notSaved).toBeVisible()
  }

  async saved(): Promise<void> {
    await expect(this.saveStatus).toContainText('Saved', { timeout: 15_000 })
  }
}
