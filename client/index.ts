export type { Api } from './activate'
