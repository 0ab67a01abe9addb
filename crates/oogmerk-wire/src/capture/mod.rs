//! Capture files and live frames to facts: link layers, fragments, flow table, reassembly under a byte budget.
