export default foundry;
export * from "./index.js";
import foundry from './index.js';
