// Jest has 100 frames of every error mapped to their sources. The SDK makes an error for each promise, only for its stack, and those
// frames took a fifth of the time of the components' tests. 10 is Node.js's own limit.
Error.stackTraceLimit = 10;
