// A link to an article of ours: chosen from the list, stored by the article's group, so that it survives a new address.
(() => {
  const { React, draftail } = window;

  class ArticleSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.articleChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData(data) {
      return { group: data.group, title: data.title };
    }
  }

  const ArticleLink = (props) => {
    const data = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(draftail.TooltipEntity, {
      ...props,
      icon: '#icon-doc-full-inverse',
      label: data.title || data.group,
    });
  };

  draftail.registerPlugin({ type: 'ARTICLE', source: ArticleSource, decorator: ArticleLink }, 'entityTypes');
})();
