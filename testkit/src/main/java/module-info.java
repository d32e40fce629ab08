/** Contract tests that a plugin author runs against a translator or an environment. */
module org.penstock.testkit {
  requires org.penstock.core;
  requires transitive org.penstock.spi;

  exports org.penstock.testkit;

  // JUnit calls the tests of the contracts by reflection.
  opens org.penstock.testkit;
}
