// Reads a workbook and writes it again, as web tools do: node resave.cjs WRITER KIND SOURCE TARGET EDITS.json
const [writer, kind, source, target, edits] = process.argv.slice(2)
const cells = JSON.parse(edits)

async function byExcelJs() {
  const ExcelJS = require("exceljs")
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(source)
  for (const [sheet, address, value] of cells) book.getWorksheet(sheet).getCell(address).value = value
  await book.xlsx.writeFile(target)
}

function bySheetJs() {
  const XLSX = require("xlsx")
  const book = XLSX.readFile(source, { cellNF: true })
  for (const [sheet, address, value] of cells) {
    book.Sheets[sheet][address] = { t: typeof value === "number" ? "n" : "s", v: value }
  }
  XLSX.writeFile(book, target, { bookType: kind })
}

if (writer === "exceljs") byExcelJs()
else bySheetJs()
