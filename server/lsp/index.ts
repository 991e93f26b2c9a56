export { createGate } from './gate'
export { createEngine, serve } from './serve'
