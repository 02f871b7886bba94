<?php
// Writes as people do in WordPress: a post, one behind a password, a private one, one for tomorrow, a comment.
define( 'WP_ADMIN', true );
require __DIR__ . '/load.php';
require ABSPATH . 'wp-admin/includes/taxonomy.php';
wp_set_current_user( 1 );
wp_update_user( array( 'ID' => 1, 'display_name' => 'Ann River', 'description' => 'Ann writes.' ) );
$law   = wp_create_category( 'Law & order' );
$posts = array(
	array( 'The bridge', '<!-- wp:paragraph --><p>The bridge was <strong>closed</strong> on Monday.</p><!-- /wp:paragraph -->', 'publish', '' ),
	array( 'Behind a word', 'Nobody without the word may read this.', 'publish', 'secret-word' ),
	array( 'For us', 'This is for the newsroom alone.', 'private', '' ),
	array( 'Tomorrow', "It was planned.\n\nFor later.", 'future', '' ),
	array( 'Not ready', 'A draft of it.', 'draft', '' ),
);
foreach ( $posts as $number => list( $title, $text, $status, $password ) ) {
	$made = wp_insert_post(
		array(
			'post_title'    => $title,
			'post_content'  => $text,
			'post_status'   => $status,
			'post_password' => $password,
			'post_author'   => 1,
			'post_date'     => 'future' === $status ? '2099-01-01 10:00:00' : sprintf( '2019-03-%02d 10:00:00', $number + 1 ),
			'post_category' => array( $law ),
			'tags_input'    => array( 'river' ),
		),
		true
	);
	if ( 0 === $number ) {
		wp_insert_comment(
			array(
				'comment_post_ID'      => $made,
				'comment_author'       => 'Jan',
				'comment_author_email' => 'jan@private.example',
				'comment_author_IP'    => '10.9.8.7',
				'comment_content'      => 'I was there.',
				'comment_approved'     => 1,
			)
		);
	}
}
