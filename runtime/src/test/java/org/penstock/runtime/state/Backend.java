package org.penstock.runtime.state;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.forst.ForStStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** The backends that everything has to work on. */
enum Backend {
  HASHMAP,
  ROCKSDB,
  FORST;

  StateBackend create() {
    return switch (this) {
      case HASHMAP -> new HashMapStateBackend();
      case ROCKSDB -> new EmbeddedRocksDBStateBackend();
      case FORST -> new ForStStateBackend();
    };
  }
}
