package org.penstock.core.plan;

import java.util.Collection;

/** What reads PCollections and makes others: a transform, or a stage of several. */
interface GraphNode {
  /** The ids of all PCollections that it reads, side inputs included. */
  Collection<String> inputs();

  /** The ids of the PCollections that it makes. */
  Collection<String> outputs();

  /** Its name for the message of an error. */
  String name();
}
