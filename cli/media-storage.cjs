#!/usr/bin/env node
const { built } = require("./build.cjs");
void require(built()).main(process.argv);
