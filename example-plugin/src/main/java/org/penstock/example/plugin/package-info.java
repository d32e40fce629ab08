/** An example of a plugin; see docs/writing-a-plugin.md. */
@org.jspecify.annotations.NullMarked
package org.penstock.example.plugin;
