/**
 * What has to lie on the class path, outside of every module: the agent that lets our modules read
 * the class path, Beam's registrars, and the check of the jars that are to become modules.
 */
@NullMarked
package org.penstock.boot;

import org.jspecify.annotations.NullMarked;
