/** Names as words. */

const IS_SNAKE = /^[a-z0-9_]*$/

/** Snake-case form of camelCase, kebab-case and dotted names, so that one pattern reads them all. */
export function snake(name: string): string {
  if (IS_SNAKE.test(name)) return name
  return name
    .replace(/(URL|URI|API|ID)s(?![a-z])/g, (_, word: string) => `${word.charAt(0)}${word.slice(1).toLowerCase()}s`)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[-.\s]+/g, '_')
    .toLowerCase()
}

/** The last segment of a dotted name. */
export function lastOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('\\')) + 1)
}
