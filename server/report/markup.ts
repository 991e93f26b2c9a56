/** Text that is safe inside HTML and XML, attributes included; characters that XML does not know are left out. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}

/** Text that is plain inside a Markdown table cell. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>]/g, '\\$&').replace(/\r?\n/g, ' ')
}

export const FOOTER =
  'relaylint states what files of this project say, with sources and dates. It is not legal advice; being listed is not a finding of wrongdoing.'
