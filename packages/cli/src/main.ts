#!/usr/bin/env node
// The command gridgov: the only file of this package that touches the outside.
