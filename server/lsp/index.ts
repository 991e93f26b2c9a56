export { createEngine, serve } from './serve'
