/** Names as words. */

/** Snake-case form of camelCase, kebab-case and dotted names, so that one pattern reads them all. */
export function snake(name: string): string {
  return name
    .replace(/(URL|URI|API|ID)s(?![a-z])/g, (_, word: string) => `${word.charAt(0)}${word.slice(1).toLowerCase()}s`)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[-.\s]+/g, '_')
    .toLowerCase()
}
