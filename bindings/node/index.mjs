// The same names for `import`.
import foundry from './index.js'

export default foundry
export * from './index.js'
