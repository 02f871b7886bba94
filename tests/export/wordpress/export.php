<?php
// Writes what "Tools, Export, all content" gives a browser.
define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
require ABSPATH . 'wp-admin/includes/export.php';
wp_set_current_user( 1 );
@export_wp();
