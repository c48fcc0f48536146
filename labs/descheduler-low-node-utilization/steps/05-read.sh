#!/usr/bin/env bash
set -e

# How each node was classified, and what was evicted.
kubectl -n lab logs job/descheduler

# The same as the pods' owners see it.
kubectl -n lab get events --field-selector reason=LowNodeUtilization
