<?php
// Makes a new site whose addresses are ours: /2020/title.html.
define( 'WP_INSTALLING', true );
function wp_new_blog_notification() {} // No letter to anybody.
require __DIR__ . '/load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'A new home', 'admin', 'admin@example.invalid', false, '', 'of a test' );
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
	wp_delete_post( $post->ID, true );
}
update_option( 'permalink_structure', '/%year%/%postname%.html' );
update_option( 'template', 'plain' );
update_option( 'stylesheet', 'plain' );
