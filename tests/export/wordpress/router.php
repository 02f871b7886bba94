<?php
// What a reader gets: files as they are, everything else from WordPress.
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( str_starts_with( $path, '/wp-content/uploads/' ) && ! str_contains( $path, '..' ) ) {
	$file = getenv( 'TEST_CONTENT' ) . substr( $path, strlen( '/wp-content' ) );
	if ( is_file( $file ) ) {
		readfile( $file );
		return;
	}
}
if ( preg_match( '!^/((?:wp-includes|wp-admin/js)/[\w./-]+\.(js|css))$!', $path, $found ) && ! str_contains( $path, '..' ) ) {
	header( 'Content-Type: ' . ( 'js' === $found[2] ? 'text/javascript' : 'text/css' ) );
	readfile( getenv( 'TEST_WORDPRESS' ) . '/' . $found[1] );
	return;
}
if ( '/blocks' === $path ) {
	require __DIR__ . '/blocks.php';
	return;
}
define( 'WP_USE_THEMES', true );
require __DIR__ . '/load.php';
wp();
require ABSPATH . WPINC . '/template-loader.php';
